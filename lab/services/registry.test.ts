import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { labServices } from '@/lab/services/registry'
import { orderDefects } from '@/lab/supervisor/start-order'

const folder = dirname(fileURLToPath(import.meta.url))
const files = readdirSync(folder).filter((file) => file.endsWith('.service.ts'))

describe('the registry of services', () => {
  test.each(files)('%s has every service that it exports registered', async (file) => {
    const exported: Record<string, unknown> = await import(join(folder, file))
    const services = Object.values(exported).flat().filter(isService)
    expect(services.length).toBeGreaterThan(0)
    const registered: readonly unknown[] = labServices
    expect(services.filter((service) => !registered.includes(service))).toEqual([])
  })

  test('names each node once', () => {
    const nodes = labServices.map((service) => service.node)
    expect(nodes).toEqual([...new Set(nodes)])
  })

  test('gives no address and port to two nodes', () => {
    const places = labServices.flatMap(({ address, ports }) => ports.map((port) => `${address}:${port}`))
    expect(places).toEqual([...new Set(places)])
  })

  test('keeps every node on a loopback address', () => {
    expect(labServices.filter(({ address }) => !/^127(\.\d{1,3}){3}$/.test(address))).toEqual([])
  })

  test('has an order in which all can start', () => {
    expect(orderDefects(labServices)).toEqual([])
  })
})

function isService(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'node' in value && 'prepare' in value
}
