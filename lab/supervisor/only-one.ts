import { createHash } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * True for the one process that may supervise this folder. The name lives in the kernel, so it is free again the
 * moment its holder dies, however it dies.
 */
export function becomeTheOnlyOne(labFolder: string): Promise<boolean> {
  const name = createHash('sha256').update(labFolder).digest('hex').slice(0, 24)
  const holder = createServer((socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    holder.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    holder.listen(`\0switchyard-lab-${name}`, () => {
      holder.unref()
      resolve(true)
    })
  })
}
