/** Longest life of a public TLS certificate in days, by the day it begins; CA/Browser Forum BR 2.2.6 s.6.3.2, commit f884280. */
const lifetimeSteps: readonly (readonly [from: string, days: number])[] = [
  ['2029-03-15', 47],
  ['2027-03-15', 100],
  ['2026-03-15', 200],
  ['2020-09-01', 398],
  ['2018-03-01', 825],
]

export function longestLifetimeDays(notBefore: string): number {
  return lifetimeSteps.find(([from]) => notBefore >= from)?.[1] ?? 1_185
}

/** What an authority issues for, in days, from which day on; letsencrypt.org, 2025-12-02. */
const issuedLifetimes: readonly {
  readonly organization: string
  readonly from: string
  readonly days: number
}[] = [
  { organization: "Let's Encrypt", from: '2028-02-16', days: 45 },
  { organization: "Let's Encrypt", from: '2027-02-10', days: 64 },
  { organization: "Let's Encrypt", from: '2015-12-03', days: 90 },
]

/** The shortest life that an authority has announced for certificates from a day on or after it. */
export function announcedLifetime(
  organization: string,
): { readonly from: string; readonly days: number } | undefined {
  return issuedLifetimes.find((each) => each.organization === organization)
}

export interface DistrustedRoot {
  readonly names: RegExp
  /** The same name with another generation is another root. */
  readonly otherGenerations: RegExp
  readonly title: string
  readonly from: string
  readonly fingerprints: readonly string[]
  readonly source: string
}

/**
 * Roots that Chrome and Mozilla stopped to trust, with the day; knowledge.digicert.com ALERT86, modified 2026-04-08.
 * The fingerprints are those of Debian's ca-certificates 20230311, compared 2026-11-25.
 */
export const distrustedRoots: readonly DistrustedRoot[] = [
  {
    names: /digicert global root( ca)?$/i,
    otherGenerations: /digicert global root g[2-9]/i,
    title: 'DigiCert Global Root CA (G1)',
    from: '2026-04-15',
    fingerprints: ['4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161'],
    source: 'DigiCert ALERT86',
  },
  {
    names: /digicert assured id root( ca)?$/i,
    otherGenerations: /digicert assured id root g[2-9]/i,
    title: 'DigiCert Assured ID Root CA (G1)',
    from: '2026-04-15',
    fingerprints: ['3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c'],
    source: 'DigiCert ALERT86',
  },
  {
    names: /digicert high assurance ev root( ca)?$/i,
    otherGenerations: /digicert high assurance ev root g[2-9]/i,
    title: 'DigiCert High Assurance EV Root CA',
    from: '2026-04-15',
    fingerprints: ['7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf'],
    source: 'DigiCert ALERT86',
  },
]

/** Let's Encrypt removed OCSP addresses on 2025-05-07 and ended its responders on 2025-08-06. */
export const noOcspFrom: ReadonlyMap<string, string> = new Map([["Let's Encrypt", '2025-08-06']])

export function plainFingerprint(text: string): string {
  return text.replace(/:/g, '').toLowerCase()
}
