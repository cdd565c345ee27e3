"""What one organisation by itself may be in a call, in many calls, and many organisations in many calls."""
