"""Rules of rounds: question sets, kinds of question, conditions, stages, permissions."""
