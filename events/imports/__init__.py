"""Importing other people's files of visits: CSV in, visits and a reject file out."""
