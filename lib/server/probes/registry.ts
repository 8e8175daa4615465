import { type RegisteredProbe, registerProbe } from './register-probe'
import { tcpProbe } from './tcp.probe'

/** Every probe kind, in the order in which people see them. */
export const probeKinds: readonly RegisteredProbe[] = [registerProbe(tcpProbe)]

const byKind: ReadonlyMap<string, RegisteredProbe> = new Map(probeKinds.map((probe) => [probe.kind, probe]))

export function findProbeKind(kind: string): RegisteredProbe | undefined {
  return byKind.get(kind)
}
