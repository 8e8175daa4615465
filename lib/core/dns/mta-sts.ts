/** An MTA-STS policy as its domain serves it (RFC 8461 s.3.2). */
export interface MtaStsPolicy {
  /** `enforce`, `testing` or `none`; null where it is none of them. */
  readonly mode: 'enforce' | 'testing' | 'none' | null
  /** Patterns of mail servers: a name, or `*.` and the rest. */
  readonly mx: readonly string[]
  readonly maxAgeSeconds: number | null
  /** What senders would not take. */
  readonly problems: readonly string[]
}

const modes = ['enforce', 'testing', 'none'] as const
const LONGEST_SECONDS = 31_557_600
const pattern = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/

/** Reads a policy; what is wrong with it is told, never thrown. Fields that nobody knows are passed over. */
export function parseMtaSts(text: string): MtaStsPolicy {
  const fields = text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':')
    const key = line.slice(0, Math.max(colon, 0)).trim()
    return key === '' ? [] : [{ key, value: line.slice(colon + 1).trim() }]
  })
  const all = (key: string) => fields.filter((field) => field.key === key).map(({ value }) => value)
  const stated = all('mode')[0]
  const mode = modes.find((each) => each === stated) ?? null
  const mx = all('mx').map((each) => each.toLowerCase())
  const age = all('max_age')[0] ?? ''
  const maxAgeSeconds = /^\d{1,10}$/.test(age) ? Number(age) : null
  return {
    mode,
    mx,
    maxAgeSeconds,
    problems: [
      ...(fields[0]?.key === 'version' && fields[0].value === 'STSv1'
        ? []
        : ['it does not begin with version: STSv1']),
      ...(mode === null ? [`its mode is ${stated ?? 'not stated'}`] : []),
      ...(mx.length === 0 && mode !== 'none' ? ['it names no mail server'] : []),
      ...mx.filter((each) => !pattern.test(each)).map((each) => `${each} is no name of a mail server`),
      ...(maxAgeSeconds === null || maxAgeSeconds > LONGEST_SECONDS
        ? [`its max_age is ${age === '' ? 'not stated' : age}, not 0 to ${LONGEST_SECONDS} s`]
        : []),
    ],
  }
}

/** Whether the policy lets mail go to this server; a wildcard stands for one label (RFC 8461 s.4.1). */
export function allowsMailServer({ mx }: Pick<MtaStsPolicy, 'mx'>, server: string): boolean {
  const name = server.toLowerCase().replace(/\.$/, '')
  return mx.some((each) =>
    each.startsWith('*.')
      ? name.slice(name.indexOf('.')) === each.slice(1) && !name.startsWith('.')
      : each === name,
  )
}
