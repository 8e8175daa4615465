interface Authority {
  /** What names it: a part of the subject or organisation. */
  readonly names: RegExp
  readonly organization: string
  /** Identifiers by which CAA records name it. */
  readonly caa: readonly string[]
}

/** By CCADB's report of all CAA identifiers, as indexed 2026-09-22. */
const authorities: readonly Authority[] = [
  { names: /let'?s ?encrypt|isrg/i, organization: "Let's Encrypt", caa: ['letsencrypt.org'] },
  {
    names: /digicert|thawte|geotrust|rapidssl|quovadis/i,
    organization: 'DigiCert',
    caa: [
      'digicert.com',
      'www.digicert.com',
      'thawte.com',
      'geotrust.com',
      'rapidssl.com',
      'symantec.com',
      'digitalcertvalidation.com',
      'quovadisglobal.com',
      'amazon.com',
      'amazontrust.com',
      'awstrust.com',
      'amazonaws.com',
    ],
  },
  {
    names: /sectigo|comodo|usertrust/i,
    organization: 'Sectigo',
    caa: [
      'sectigo.com',
      'comodo.com',
      'comodoca.com',
      'usertrust.com',
      'trust-provider.com',
      'entrust.net',
      'affirmtrust.com',
    ],
  },
  { names: /google trust/i, organization: 'Google Trust Services', caa: ['pki.goog'] },
  { names: /ssl\.com/i, organization: 'SSL.com', caa: ['ssl.com'] },
  { names: /globalsign/i, organization: 'GlobalSign', caa: ['globalsign.com'] },
  { names: /entrust/i, organization: 'Entrust', caa: ['entrust.net', 'affirmtrust.com'] },
  { names: /buypass/i, organization: 'Buypass', caa: ['buypass.com', 'buypass.no'] },
  {
    names: /amazon/i,
    organization: 'Amazon',
    caa: ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'],
  },
  { names: /d-trust/i, organization: 'D-Trust', caa: ['d-trust.net', 'dtrust.de'] },
  { names: /t-?systems|telesec/i, organization: 'Telekom Security', caa: ['telesec.de'] },
  { names: /zerossl/i, organization: 'ZeroSSL', caa: ['sectigo.com'] },
]

export function authorityOf(name: string): Authority | undefined {
  return authorities.find((each) => each.names.test(name))
}

export function isKnownIssuer(identifier: string): boolean {
  return authorities.some((each) => each.caa.includes(identifier))
}

/** Every identifier that a CAA record may name. */
export const knownIssuers: readonly string[] = [...new Set(authorities.flatMap((each) => each.caa))]

interface EdgeProduct {
  readonly names: RegExp
  readonly title: string
  readonly organizations: readonly string[]
  readonly source: string
}

/** Certificates that an edge orders by itself, and from whom. */
const edgeProducts: readonly EdgeProduct[] = [
  {
    names: /universal ssl/i,
    title: 'Cloudflare Universal SSL',
    organizations: ["Let's Encrypt", 'Google Trust Services', 'SSL.com', 'Sectigo'],
    source:
      'Cloudflare docs, ssl/reference/certificate-authorities and caa-records-added-by-cf, read 2026-11-23',
  },
]

export function edgeProductOf(certificate: string): EdgeProduct | undefined {
  return edgeProducts.find((each) => each.names.test(certificate))
}
