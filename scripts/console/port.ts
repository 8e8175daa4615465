import { createServer } from 'node:net'

/** Throws, naming the address and the remedy, when something listens there already. */
export function refuseTakenPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'is taken by another program' : `can not be used (${error.code})`
      reject(new Error(`${host}:${port} ${why}. Free it, or choose another: PORT=3001 npm run …`))
    })
    server.listen(port, host, () => server.close(() => resolve()))
  })
}
