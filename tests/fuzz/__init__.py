"""What damaged bytes are thrown at: a target for each reader of foreign bytes; `kept` holds bytes that broke one."""
