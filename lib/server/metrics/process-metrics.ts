import { collectDefaultMetrics, Registry } from 'prom-client'

const shared = globalThis as typeof globalThis & { switchyardMetrics?: Registry }

/**
 * The metrics of this process, with those of Node itself. Kept on globalThis, for bundles that each hold a
 * copy of this module must count into one.
 */
export function processMetrics(): Registry {
  shared.switchyardMetrics ??= createRegistry()
  return shared.switchyardMetrics
}

function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** All metrics in the text format of Prometheus, with its content type. */
export async function renderMetrics(
  registry: Registry = processMetrics(),
): Promise<{ contentType: string; text: string }> {
  return { contentType: registry.contentType, text: await registry.metrics() }
}
