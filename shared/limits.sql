-- name: take
SELECT taken, remaining FROM access.take($1, $2, $3)

-- name: forget_full
SELECT access.forget_full()
