"""What the office does outside: visits, coaching, outreach, and what it proposes to the ministry."""
