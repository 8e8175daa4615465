import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { askOnce, knownSilence } from './ask-once'

/** Only what reaching a server needs. */
function contextOf(): ActionContext {
  const reach = { signal: AbortSignal.timeout(10_000), secret: () => Promise.resolve('x') }
  return reach as unknown as ActionContext
}

it('asks a server that broke the connection once in a look, and again in the next', async () => {
  let asked = 0
  const server = createServer((socket) => {
    asked += 1
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const cluster = {
    servers: { db: { host: '127.0.0.1', port } },
    user: 'x',
    password: 'env:X',
  } as unknown as MariadbCluster
  const look = contextOf()
  const answers = await Promise.all([askOnce(cluster, 'db', look), askOnce(cluster, 'db', look)])
  await askOnce(cluster, 'db', look)
  expect(answers.map(({ state }) => state)).toEqual([null, null])
  expect(asked).toBe(1)
  expect(await knownSilence('db', look)).toContain('db')
  await askOnce(cluster, 'db', contextOf())
  expect(asked).toBe(2)
  server.close()
})
