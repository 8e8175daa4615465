import type { ConnectorKind } from '@/lib/core/inventory/connector-kind'
import { cloudflareConnector } from './cloudflare.connector'
import { commandConnector } from './command.connector'
import { emailConnector } from './email.connector'
import { httpConnector } from './http.connector'
import { mariadbConnector } from './mariadb.connector'
import { restoreTargetConnector } from './restore-target.connector'
import { s3Connector } from './s3.connector'
import { slackConnector } from './slack.connector'
import { sshConnector } from './ssh.connector'

/** Every connector kind. A test fails for a `*.connector.ts` file that is not listed here. */
export const connectorKinds: readonly ConnectorKind[] = [
  mariadbConnector,
  sshConnector,
  cloudflareConnector,
  s3Connector,
  restoreTargetConnector,
  slackConnector,
  emailConnector,
  commandConnector,
  httpConnector,
]

const byKind: ReadonlyMap<string, ConnectorKind> = new Map(connectorKinds.map((each) => [each.kind, each]))

export function findConnectorKind(kind: string): ConnectorKind | undefined {
  return byKind.get(kind)
}
