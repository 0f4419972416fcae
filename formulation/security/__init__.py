"""What keeps a notebook private: here, the address it may listen on."""
