"""Page models: what a page says, made out of what the services answer."""
