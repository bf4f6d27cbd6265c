"""Questions before applying: does an idea fit a round?"""
