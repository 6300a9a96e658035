"""What several rules of this pack share: knowledge and steps that the engine has no need of."""
