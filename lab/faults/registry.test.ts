import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { labFaults } from '@/lab/faults/registry'
import { labServices } from '@/lab/services/registry'

const folder = dirname(fileURLToPath(import.meta.url))
const files = readdirSync(folder).filter((file) => file.endsWith('.fault.ts'))

describe('the registry of faults', () => {
  test.each(files)('%s has every fault that it exports registered', async (file) => {
    const exported: Record<string, unknown> = await import(join(folder, file))
    const faults = Object.values(exported).flat().filter(isFault)
    expect(faults.length).toBeGreaterThan(0)
    const registered: readonly unknown[] = labFaults
    expect(faults.filter((fault) => !registered.includes(fault))).toEqual([])
  })

  test('names each fault once', () => {
    const names = labFaults.map((fault) => fault.name)
    expect(names).toEqual([...new Set(names)])
  })

  test('befalls only nodes that the lab runs', () => {
    const known = labServices.map((service) => service.node)
    const befallen = labFaults.flatMap(({ nodes }) => (nodes === 'any' ? [] : nodes))
    expect(befallen.filter((node) => !known.includes(node))).toEqual([])
  })
})

function isFault(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'inject' in value && 'heal' in value
}
