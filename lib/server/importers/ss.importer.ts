import { AppError } from '@/lib/core/errors/app-error'
import { wholeEffect } from '@/lib/core/imports/import-reading'
import type { FactOf } from '@/lib/core/observed/fact'
import { defineImporter } from './importer'
import { LineNotes, LONGEST_LINE, numberedLines, tooLong } from './line-notes'
import { localSocket } from './local-socket'

const HEADING = /^(?:Netid\s+)?State\s+Recv-Q\s+Send-Q\s+Local Address:Port/
const states =
  'LISTEN|UNCONN|ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-1|FIN-WAIT-2|TIME-WAIT|CLOSE-WAIT|LAST-ACK|CLOSING'
const ROW = new RegExp(
  `^(?:(tcp|udp|[a-z_0-9]+)\\s+)?(${states})\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)\\s+(\\S+)\\s*(.*)$`,
)
const WRAPPED_PROCESS = /^\s+(users:\(.*)$/

export const ssImporter = defineImporter({
  kind: 'ss',
  title: 'Listening sockets (ss)',
  madeBy: 'ss -tulpn',
  takesOver: 'Each listening TCP and UDP socket of the node, with its process.',
  effect: 'facts',
  source: 'ss',
  vantages: ['host'],
  needsNode: true,
  shelfLifeMs: 24 * 3_600_000,
  recognises: (head) => head.split('\n', 40).some((line) => HEADING.test(line.slice(0, LONGEST_LINE))),
  read(text, { node, file }) {
    const notes = new LineNotes(file)
    const sockets = new Map<string, FactOf<'socket'>>()
    let hasHeading = false
    let last: readonly string[] = []
    for (const [line, content] of numberedLines(text)) {
      if (content.length > LONGEST_LINE) notes.refuse(line, content, tooLong)
      else if (HEADING.test(content)) {
        hasHeading = true
        notes.take(line, content, 'the heading')
      } else if (WRAPPED_PROCESS.test(content) && last.length > 0) {
        addProcess(sockets, last, content)
        notes.take(line, content, 'the process of the socket above')
      } else last = takeRow({ line, content, node, notes, sockets })
    }
    if (!hasHeading && sockets.size === 0) {
      throw new AppError(
        'bad-input',
        `${file} is not what ss prints: its heading is missing. Make it with ss -tulpn.`,
      )
    }
    const facts = [...sockets.values()]
    const effect = { type: 'facts', says: ['socket'], facts, notShown: [], observedAtMs: null } as const
    return { ...notes, effect: wholeEffect(effect, notes) }
  },
})

interface Row {
  readonly line: number
  readonly content: string
  readonly node: string
  readonly notes: LineNotes
  readonly sockets: Map<string, FactOf<'socket'>>
}

/** Returns the keys of the sockets that the row speaks of. */
function takeRow({ line, content, node, notes, sockets }: Row): readonly string[] {
  const row = ROW.exec(content.trim())
  if (!row) {
    notes.refuse(line, content, {
      reason: 'this is no row of ss',
      remedy: 'Import the output of ss -tulpn alone.',
    })
    return []
  }
  const [, netid, state = '', , , local = '', , process = ''] = row
  const transport = netid ?? (state === 'UNCONN' ? 'udp' : 'tcp')
  if (transport !== 'tcp' && transport !== 'udp') {
    notes.take(line, content, `a socket of ${transport}, which has no port: left out`)
    return []
  }
  if (state !== 'LISTEN' && state !== 'UNCONN') {
    notes.take(line, content, 'a connection, not a listening socket: left out')
    return []
  }
  const socket = localSocket(local)
  if ('reason' in socket) {
    notes.refuse(line, content, socket)
    return []
  }
  const processName = processIn(process)
  notes.take(line, content, `${processName ?? 'a process without a name'} listens on ${local} (${transport})`)
  return socket.addresses.map((localAddress) => {
    const key = `${transport} ${localAddress} ${socket.port}`
    const known = sockets.get(key)
    sockets.set(key, {
      kind: 'socket',
      node,
      transport,
      localAddress,
      port: socket.port,
      process: joined(known?.process ?? null, processName),
    })
    return key
  })
}

function addProcess(sockets: Map<string, FactOf<'socket'>>, keys: readonly string[], content: string): void {
  for (const key of keys) {
    const known = sockets.get(key)
    if (known) sockets.set(key, { ...known, process: joined(known.process, processIn(content.trim())) })
  }
}

/** `users:(("nginx",pid=7,fd=6),("nginx",pid=8,fd=6))` names nginx once; iproute2 before 3.17 wrote `("nginx",7,6)`. */
function processIn(text: string): string | null {
  const names = [...text.matchAll(/\("([^"]{1,100})",(?:pid=)?\d+/g)].flatMap((match) => match[1] ?? [])
  return names.length === 0 ? null : [...new Set(names)].join(', ')
}

function joined(one: string | null, other: string | null): string | null {
  const names = [one, other].flatMap((name) => name?.split(', ') ?? [])
  return names.length === 0 ? null : [...new Set(names)].join(', ')
}
