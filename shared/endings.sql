-- name: ended_of_late
SELECT grant_id FROM access.ended_of_late() AS e (grant_id)
