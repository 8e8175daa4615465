/** One record of the zone askproai.de, with its name written out. */
export interface ZoneRecord {
  readonly name: string
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'CAA'
  readonly content: string
  readonly priority?: number
  /** Answered with addresses of the edge; the origin stays hidden. */
  readonly isProxied: boolean
}

/** The specification gives the key's first letters, those of a 1024 bit RSA key, so one of that kind it is. */
const STRIPE_DKIM_KEY =
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCtL5k0TpGd3tkicyKjt3COsQqj8UHAN6t35nHSrke3QKd3GMzisGABBkEfmsxEJZo/vw25yHfsXTgBKC61k9o7dejZjxx5WulWnlge125NadOR+0hSMkJXDTyYleQtpcHR4eF+pP8/PlQoVze4xHxuBxlt9pThNT+f26WbfjGZOwIDAQAB'

/** The specification's DNS section, its placeholders made concrete within the ranges that it names. */
export const ASKPROAI_RECORDS: readonly ZoneRecord[] = [
  { name: 'askproai.de', type: 'A', content: '104.26.10.10', isProxied: true },
  { name: 'askproai.de', type: 'A', content: '104.26.11.10', isProxied: true },
  { name: 'askproai.de', type: 'AAAA', content: '2606:4700:20::681a:a0a', isProxied: true },
  { name: 'askproai.de', type: 'AAAA', content: '2606:4700:20::681a:b0a', isProxied: true },
  { name: 'www.askproai.de', type: 'CNAME', content: 'askproai.de', isProxied: true },
  { name: 'api.askproai.de', type: 'CNAME', content: 'askproai.de', isProxied: true },
  { name: 'admin.askproai.de', type: 'CNAME', content: 'askproai.de', isProxied: true },
  { name: 'askproai.de', type: 'MX', content: 'mx1.smtp.de', priority: 10, isProxied: false },
  { name: 'askproai.de', type: 'MX', content: 'mx2.smtp.de', priority: 20, isProxied: false },
  { name: 'askproai.de', type: 'TXT', content: 'v=spf1 include:_spf.smtp.de -all', isProxied: false },
  {
    name: '_dmarc.askproai.de',
    type: 'TXT',
    content: 'v=DMARC1; p=quarantine; rua=mailto:dmarc@askproai.de',
    isProxied: false,
  },
  {
    name: 'stripe._domainkey.askproai.de',
    type: 'TXT',
    content: `k=rsa; p=${STRIPE_DKIM_KEY}`,
    isProxied: false,
  },
  { name: 'askproai.de', type: 'CAA', content: '0 issue "letsencrypt.org"', isProxied: false },
]
