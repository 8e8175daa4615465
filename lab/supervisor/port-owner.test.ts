import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { assertPortFree, findPortOwner, listeningInode } from '@/lab/supervisor/port-owner'

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0A010A7F:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11111 1
   1: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 22222 1
   2: 0A010A7F:0050 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 33333 1`

describe('listeningInode', () => {
  test('finds the listener of an address, and one that takes every address', () => {
    expect(listeningInode(TABLE, '127.10.1.10', 443)).toBe('11111')
    expect(listeningInode(TABLE, '127.10.1.10', 2024)).toBe('22222')
  })

  test('a connection is no listener, and another address no match', () => {
    expect(listeningInode(TABLE, '127.10.1.10', 80)).toBeUndefined()
    expect(listeningInode(TABLE, '127.10.2.10', 443)).toBeUndefined()
  })
})

describe('assertPortFree', () => {
  test('names the process that holds the port, and is content once it is free', async () => {
    const holder = createServer()
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => {
        const address = holder.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    expect(findPortOwner('127.0.0.1', port)?.pid).toBe(process.pid)
    await expect(assertPortFree('127.0.0.1', port)).rejects.toThrow(
      `127.0.0.1:${port} is taken by process ${process.pid}`,
    )
    await new Promise((resolve) => holder.close(resolve))
    await expect(assertPortFree('127.0.0.1', port)).resolves.toBeUndefined()
  })
})
