import { describe, expect, test } from 'vitest'
import type { LabService } from '@/lab/service'
import { orderDefects, startInOrder } from '@/lab/supervisor/start-order'

describe('startInOrder', () => {
  test('starts a node only when those that it comes after are ready', async () => {
    const events: string[] = []
    const plan = (node: string, after: readonly string[]) => ({
      service: serviceOf(node, after),
      start: async () => {
        events.push(`${node} begins`)
        await Promise.resolve()
        events.push(`${node} is ready`)
      },
    })
    await startInOrder([plan('replica', ['primary']), plan('primary', [])])
    expect(events).toEqual(['primary begins', 'primary is ready', 'replica begins', 'replica is ready'])
  })

  test('one that fails takes with it only those that wait for it', async () => {
    const started: string[] = []
    const plan = (node: string, after: readonly string[], fails = false) => ({
      service: serviceOf(node, after),
      start: async () => {
        started.push(node)
        if (fails) throw new Error('no')
      },
    })
    await startInOrder([plan('s3', [], true), plan('backup', ['s3']), plan('nginx', [])])
    expect(started.sort()).toEqual(['nginx', 's3'])
  })

  test('a predecessor that is not to be started is not waited for', async () => {
    const started: string[] = []
    const start = async () => void started.push('replica')
    await startInOrder([{ service: serviceOf('replica', ['primary']), start }])
    expect(started).toEqual(['replica'])
  })
})

describe('orderDefects', () => {
  test('names circles and unknown predecessors', () => {
    expect(orderDefects([serviceOf('a', ['b']), serviceOf('b', ['a']), serviceOf('c', ['nobody'])])).toEqual([
      'a waits for itself',
      'b waits for itself',
      'c waits for unknown nobody',
    ])
  })

  test('finds nothing where two wait for the same one', () => {
    expect(orderDefects([serviceOf('a', ['c']), serviceOf('b', ['a', 'c']), serviceOf('c', [])])).toEqual([])
  })
})

function serviceOf(node: string, after: readonly string[]): LabService {
  return {
    ...{ node, after, address: '127.0.0.1', ports: [], packages: [] },
    prepare: () => Promise.resolve(),
    command: () => ({ file: '/bin/true', args: [] }),
    isReady: () => Promise.resolve(),
  }
}
