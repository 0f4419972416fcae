"""What CAT talks about: frozen records and the verbs on them; standard library only."""
