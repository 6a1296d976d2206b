-- name: read
SELECT clock.now() AS now, ahead <> '0' AS simulated, demo AS movable FROM clock.simulation

-- name: today
SELECT clock.today()

-- name: advance_to
SELECT clock.advance_to($1)
