-- until now there was one application
UPDATE setting
SET value = json_set(
  json_remove(
    value, '$.client_id', '$.client_secret', '$.application_token', '$.admin', '$.user'
  ),
  '$.clients',
  json_object(
    'app',
    json_object(
      'client_id', value -> '$.client_id',
      'client_secret', value -> '$.client_secret',
      'application_token', value -> '$.application_token',
      'tokens', json_object('1', value -> '$.admin', '2', value -> '$.user')
    )
  )
)
WHERE name = 'identity' AND json_type(value, '$.clients') IS NULL;
UPDATE setting
SET name = 'options.app.' || substr(name, length('options.') + 1)
WHERE name LIKE 'options.user.%';
UPDATE setting SET name = 'run.app.' || substr(name, length('run.') + 1) WHERE name LIKE 'run.%';
