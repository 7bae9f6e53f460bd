-- the switch `webhookEvents` says `allowed` where it said `documented`
UPDATE setting
SET value = replace(value, '"webhookEvents":"documented"', '"webhookEvents":"allowed"')
WHERE name = 'switches';
