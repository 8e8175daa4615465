import { createServer } from 'node:http'

/** Answers on every loopback address at one port, which it prints; a fleet of targets as far as a probe sees. */
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/plain', connection: 'close' })
  response.end('ok')
})
server.listen({ port: 0, host: '0.0.0.0', backlog: 16_384 }, () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  console.log(address.port)
})
