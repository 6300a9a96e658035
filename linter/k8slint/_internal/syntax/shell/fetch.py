"""curl and wget: what they fetch and where they put it."""

from __future__ import annotations

from k8slint._internal.syntax.shell.names import names
from k8slint._internal.syntax.shell.options import scan
from k8slint._internal.syntax.shell.paths import absolute, put, put_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.shell.commands import Command
    from k8slint._internal.syntax.shell.words import ShellWord

    Paths = dict[str, ShellWord | None]


def urls(command: Command) -> tuple[ShellWord, ...]:
    """The URLs that curl or wget fetches; words with variables included."""
    name = command.name
    if name == "curl":
        options = scan(command.arguments, CURL_VALUES)
        return (*options.operands, *options.values("--url"))
    if name == "wget":
        return tuple(scan(command.arguments, WGET_VALUES).operands)
    return ()


def curl(command: Command, cwd: str | None, found: Paths) -> None:
    """Notes the files that curl writes."""
    options = scan(command.arguments, CURL_VALUES)
    place = cwd
    folder = options.value("--output-dir")
    if folder is not None:
        place = absolute(folder, cwd)
    for name in ("-o", "--output"):
        for word in options.values(name):
            put(found, word, place)
    for name in ("-D", "--dump-header", "-c", "--cookie-jar"):
        for word in options.values(name):
            put(found, word, cwd)
    if options.has("-J", "--remote-header-name"):
        return
    urls = [*options.operands, *options.values("--url")]
    remote = len(urls) if options.has("--remote-name-all") else options.count("-O", "--remote-name")
    if remote >= len(urls):
        for word in urls:
            address = (word.text or "").partition("?")[0].partition("#")[0]
            if "/" in address.partition("://")[2]:
                put_in(found, place, address.rpartition("/")[2], word)


CURL_VALUES = names(
    "--abstract-unix-socket --alt-svc --aws-sigv4 --cacert --capath --cert --cert-type --ciphers --config "
    "--connect-timeout --connect-to --continue-at --cookie --cookie-jar --create-file-mode --crlfile --curves --data "
    "--data-ascii --data-binary --data-raw --data-urlencode --delegation --dns-interface --dns-ipv4-addr "
    "--dns-ipv6-addr --dns-servers --doh-url --dump-header --egd-file --engine --etag-compare --etag-save "
    "--expect100-timeout --form --form-string --ftp-account --ftp-alternative-to-user --ftp-method --ftp-port "
    "--ftp-ssl-ccc-mode --happy-eyeballs-timeout-ms --header --hostpubmd5 --hostpubsha256 --hsts --interface --json "
    "--keepalive-time --key --key-type --krb --libcurl --limit-rate --local-port --login-options --mail-auth "
    "--mail-from --mail-rcpt --max-filesize --max-redirs --max-time --netrc-file --noproxy --oauth2-bearer --output "
    "--output-dir --parallel-max --pass --pinnedpubkey --preproxy --proto --proto-default --proto-redir --proxy "
    "--proxy-cacert --proxy-capath --proxy-cert --proxy-cert-type --proxy-ciphers --proxy-crlfile --proxy-header "
    "--proxy-key --proxy-key-type --proxy-pass --proxy-pinnedpubkey --proxy-service-name --proxy-tls13-ciphers "
    "--proxy-tlsauthtype --proxy-tlspassword --proxy-tlsuser --proxy-user --proxy1.0 --pubkey --quote --random-file "
    "--range --rate --referer --request --request-target --resolve --retry --retry-delay --retry-max-time "
    "--sasl-authzid --service-name --socks4 --socks4a --socks5 --socks5-gssapi-service --socks5-hostname "
    "--speed-limit --speed-time --stderr --telnet-option --tftp-blksize --time-cond --tls-max --tls13-ciphers "
    "--tlsauthtype --tlspassword --tlsuser --trace --trace-ascii --unix-socket --upload-file --url --url-query --user "
    "--user-agent --write-out -A -C -D -E -F -H -K -P -Q -T -U -X -Y -b -c -d -e -m -o -r -t -u -w -x -y -z"
)
"""Flags of curl that take a value: `curl --help all`, 7.88."""


def wget(command: Command, cwd: str | None, found: Paths) -> None:
    """Notes the files that wget writes."""
    options = scan(command.arguments, WGET_VALUES)
    output = options.value("-O", "--output-document")
    for name in ("-o", "--output-file", "-a", "--append-output", "--save-cookies"):
        for word in options.values(name):
            put(found, word, cwd)
    if output is not None:
        put(found, output, cwd)
        return
    if options.has("-r", "--recursive", "-m", "--mirror", "-p", "--spider", "--content-disposition", "-x", "-i"):
        return
    folder = options.value("-P", "--directory-prefix")
    place = cwd if folder is None else absolute(folder, cwd)
    for word in options.operands:
        address = (word.text or "").partition("#")[0]
        if "/" in address.partition("://")[2]:
            put_in(found, place, address.rpartition("/")[2] or "index.html", word)


WGET_VALUES = names(
    "--accept --accept-regex --append-output --backups --base --bind-address --body-data --body-file --ca-certificate "
    "--ca-directory --certificate --certificate-type --ciphers --compression --config --connect-timeout --crl-file "
    "--cut-dirs --default-page --directory-prefix --dns-timeout --domains --exclude-directories --exclude-domains "
    "--execute --follow-tags --ftp-password --ftp-user --header --http-password --http-user --ignore-tags "
    "--include-directories --input-file --level --limit-rate --load-cookies --local-encoding --method "
    "--output-document --output-file --password --pinnedpubkey --post-data --post-file --prefer-family --private-key "
    "--private-key-type --progress --proxy-password --proxy-user --quota --read-timeout --referer --regex-type "
    "--reject --reject-regex --rejected-log --remote-encoding --report-speed --restrict-file-names "
    "--retry-on-http-error --save-cookies --secure-protocol --start-pos --timeout --tries --use-askpass --user "
    "--user-agent --wait --waitretry --warc-dedup --warc-file --warc-header --warc-max-size --warc-tempdir -A -B -D "
    "-I -O -P -Q -R -T -U -X -a -e -i -l -o -t -w"
)
"""Flags of wget that take a value: `wget --help`, 1.21."""
