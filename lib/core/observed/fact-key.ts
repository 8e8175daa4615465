import type { FactBody, FactOf, FactSet } from './fact'

/** Names what was observed, wherever from: `port:127.10.1.1:443/tcp`. */
export function factSubject(body: FactBody): string {
  switch (body.kind) {
    case 'port':
      return `port:${body.address}:${body.port}/${body.transport}`
    case 'socket':
      return `socket:${body.node}:${body.localAddress}:${body.port}/${body.transport}`
    case 'firewall':
      return `firewall:${body.node}`
    case 'dns-answer':
      return `dns-answer:${body.server}:${body.name}:${body.type}`
    case 'tls-endpoint':
      return `tls-endpoint:${body.host}:${body.port}:${body.serverName}`
    case 'encryption':
      return `encryption:${spokenAt(body)}${body.account === null ? '' : `:${body.account}`}`
    case 'mta-sts':
      return `mta-sts:${body.domain}`
    case 'edge':
      return `edge:${body.node}`
    case 'backup':
      return `backup:${body.node}`
  }
}

/** Sockets of two machines may have one path. */
function spokenAt({ node, host, port }: FactOf<'encryption'>): string {
  return port === null ? `${node}:${host}` : `${host}:${port}`
}

/** The key of a fact: a probe's and an import's word on the same subject stand beside each other. */
export function factKey(body: FactBody, { source, vantage }: Pick<FactSet, 'source' | 'vantage'>): string {
  return `${source}/${vantage}/${factSubject(body)}`
}
