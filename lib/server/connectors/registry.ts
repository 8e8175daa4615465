import type { ConnectorKind } from '@/lib/core/inventory/connector-kind'
import { mariadbConnector } from './mariadb.connector'
import { sshConnector } from './ssh.connector'

/** Every connector kind. A test fails for a `*.connector.ts` file that is not listed here. */
export const connectorKinds: readonly ConnectorKind[] = [mariadbConnector, sshConnector]

const byKind: ReadonlyMap<string, ConnectorKind> = new Map(connectorKinds.map((each) => [each.kind, each]))

export function findConnectorKind(kind: string): ConnectorKind | undefined {
  return byKind.get(kind)
}
