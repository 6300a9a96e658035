"""The official images of Docker Hub: names that are written without a namespace.

`CURRENT` are the files of docker-library/official-images `library/` at commit 37079fb (August 2026). `RETIRED` are those
that left it and can still be pulled, from memory.
"""

from __future__ import annotations

from k8slint._internal.syntax.shell.names import names

CURRENT = names(
    "adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux azul-zulu backdrop bash"
    " bonita buildpack-deps busybox caddy cassandra chronograf cirros clearlinux clefos clickhouse clojure composer convertigo"
    " couchbase couchdb crate dart debian docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx"
    " erlang espocrm fedora flink fluentd friendica gazebo gcc geonetwork ghost golang gradle groovy haproxy haskell haxe"
    " hello-world hitch httpd hylang ibm-semeru-runtimes ibmjava influxdb irssi jetty joomla jruby julia kapacitor kibana kong"
    " krakend lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki memcached mongo mongo-express monica mysql"
    " nats neo4j neurodebian nextcloud nginx nim node notary odoo open-liberty openjdk oraclelinux orientdb percona perl photon"
    " php php-zendserver phpmyadmin plone postfixadmin postgres pypy python r-base rabbitmq rakudo-star redis redmine registry"
    " rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa silverpeas solr sonarqube spark spiped storm swift swipl"
    " teamspeak telegraf tomcat tomee traefik ubuntu unit varnish websphere-liberty wordpress xwiki yourls znc zookeeper"
)
RETIRED = names(
    "adoptopenjdk celery centos consul crux django euleros express-gateway fsharp glassfish hipache iojs java jenkins jobber"
    " kaazing-gateway known mono nats-streaming nuxeo opensuse owncloud piwik rails rapidoid sentry sl sourcemage swarm thrift"
    " ubuntu-debootstrap ubuntu-upstart vault"
)


def is_official(repository: str) -> bool:
    """Whether a name without a namespace is one of an image that Docker Hub has."""
    return repository in CURRENT or repository in RETIRED
