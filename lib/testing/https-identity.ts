import { issueLeaf, issueRoot, newKeyPem } from '@/lab/tls/authority'

export interface HttpsIdentity {
  readonly key: string
  readonly cert: string
}

export interface TestAuthority {
  /** Its certificate in PEM. */
  readonly ca: string
  issue(name: string): Promise<HttpsIdentity>
}

/** An authority of the test's own, good for an hour. */
export async function makeTestAuthority(): Promise<TestAuthority> {
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000) }
  const root = await issueRoot('Test root', validity)
  return {
    ca: root.certificatePem,
    issue: async (name) => {
      const key = await newKeyPem()
      const names = { node: name, dns: [name], ip: [] }
      return { key, cert: await issueLeaf(root, { names, keyPem: key, validity }) }
    },
  }
}
