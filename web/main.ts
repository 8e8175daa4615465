/** The web process: the console's pages and API. `--dev` builds pages as they are asked for. */
import { createServer } from 'node:http'
import { join } from 'node:path'
import next from 'next'
import { dataFolder } from '@/lib/server/config/data-folder'
import { readEnv } from '@/lib/server/config/env'
import { startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { createLog } from '@/lib/server/log'
import { prepareDatabase } from '@/lib/server/start/prepare-database'
import { trustPeer } from './peer-address'

const env = readEnv()
const log = createLog('web', env.LOG_LEVEL)
const databaseUrl = env.DATABASE_URL ?? (await startEmbeddedPostgres(join(dataFolder(), 'postgres'))).url
// The pages and the API are bundles of their own: they find the database, and next-auth its address, here.
process.env.DATABASE_URL = databaseUrl
process.env.NEXTAUTH_URL ??= `http://${env.HOST}:${env.PORT}`
await prepareDatabase(databaseUrl, log)

const app = next({ dev: process.argv.includes('--dev'), hostname: env.HOST, port: env.PORT })
await app.prepare()
const handle = app.getRequestHandler()
const server = createServer((request, response) => {
  trustPeer(request, env.TRUSTED_PROXY_HOPS)
  if (isReadable(request.url ?? '')) void handle(request, response)
  else response.writeHead(400, { 'content-type': 'text/plain' }).end('The address is not valid.\n')
})
server.headersTimeout = 10_000
server.requestTimeout = 30_000
server.listen(env.PORT, env.HOST, () => log.info({ host: env.HOST, port: env.PORT }, 'web listens'))
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end)

/** Event streams would keep the server open for as long as anybody looks; they are opened again elsewhere. */
function end(): void {
  server.close(() => process.exit(0))
  setTimeout(() => server.closeAllConnections(), 1_000)
}

/** Next answers 500 to an address with a broken escape, as if the fault were ours. */
function isReadable(address: string): boolean {
  try {
    return decodeURI(address) !== ''
  } catch (error) {
    if (error instanceof URIError) return false
    throw error
  }
}
