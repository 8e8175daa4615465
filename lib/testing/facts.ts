import type { FactOf } from '@/lib/core/observed/fact'

/** Facts with everything that a test does not name filled in. */
export function makePortFact(part: Partial<FactOf<'port'>> = {}): FactOf<'port'> {
  return {
    kind: 'port',
    node: 'web',
    address: '127.0.0.1',
    port: 80,
    transport: 'tcp',
    state: 'open',
    service: null,
    reason: null,
    ...part,
  }
}
