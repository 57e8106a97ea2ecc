"""What leaves the house: mails to people, webhooks and chat to programs. Nothing is lost, nothing is sent for ever."""
