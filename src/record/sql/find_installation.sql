SELECT installation_id, public_key, key_check FROM installation
