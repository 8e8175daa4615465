import type { FactBody } from '@/lib/core/observed/fact'

/** What a fact is about, for people: `127.10.1.1 port 443/tcp`. */
export function factSubjectWords(body: FactBody): string {
  switch (body.kind) {
    case 'port':
      return `${body.address} port ${body.port}/${body.transport}`
    case 'socket':
      return `${body.node}: ${body.localAddress} port ${body.port}/${body.transport}`
    case 'firewall':
      return `${body.node}: firewall`
    case 'dns-answer':
      return `${body.name} ${body.type} at ${body.server}`
    case 'tls-endpoint':
      return `${body.host}:${body.port} as ${body.serverName}`
    case 'encryption':
      return `${body.port === null ? body.host : `${body.host}:${body.port}`}, ${body.spoken}`
    case 'mta-sts':
      return `${body.domain}: MTA-STS policy`
    case 'edge':
      return `${body.node}: edge`
    case 'backup':
      return `${body.node}: newest backup`
  }
}

/** What a fact says of it, in a few words. */
export function factStateWords(body: FactBody): string {
  switch (body.kind) {
    case 'port':
      return [body.state, body.service, body.reason ? `(${body.reason})` : null].filter(Boolean).join(' ')
    case 'socket':
      return body.process ?? 'a process without a name'
    case 'firewall':
      return firewallWords(body)
    case 'dns-answer':
      return `${body.rcode} ${body.records.map(({ data }) => data).join(', ')}`.trim()
    case 'tls-endpoint':
      return body.failure ?? body.chain[0]?.subject ?? 'no certificate'
    case 'encryption':
      return body.failure ?? body.state
    case 'mta-sts':
      return body.failure ?? body.mode ?? 'no mode'
    case 'edge':
      return body.securityLevel
    case 'backup':
      return body.newestKey ?? 'none'
  }
}

function firewallWords(body: Extract<FactBody, { kind: 'firewall' }>): string {
  const { isActive, defaultIncoming, defaultOutgoing, rules } = body
  if (!isActive) return 'inactive'
  const texts = rules.map(({ text }) => text.replace(/\s+/g, ' '))
  return [`active, ${defaultIncoming} incoming, ${defaultOutgoing} outgoing`, ...texts].join('; ')
}
