"""A company's year in a minute: people of many kinds act through the real actions, and the real clocks ring."""
