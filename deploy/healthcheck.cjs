/**
 * Whether the process of this container can be asked: exit code 0 where /health/ready says so.
 *
 *   node deploy/healthcheck.cjs [PORT]     3000 where none is given
 */
const { get } = require('node:http');

const WITHIN_MS = 4_000;
const port = Number(process.argv[2] ?? 3000);

function end(isReady, what) {
  if (!isReady) process.stderr.write(`${what}\n`);
  process.exit(isReady ? 0 : 1);
}

// Every process answers under this name, whatever name people reach it by.
const options = { host: '127.0.0.1', port, path: '/health/ready', timeout: WITHIN_MS, headers: { host: 'localhost' } };
const request = get(options, (response) => {
  response.resume();
  end(response.statusCode === 200, `/health/ready at port ${port} answers ${response.statusCode}`);
});
request.on('timeout', () => request.destroy(new Error(`no answer within ${WITHIN_MS} ms`)));
request.on('error', (error) => end(false, `port ${port}: ${error.message}`));
