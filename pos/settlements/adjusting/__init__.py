"""Advances, repayments, compensation, fees and corrections: proposed by one person, approved by another."""
