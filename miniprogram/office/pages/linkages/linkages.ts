import { api } from '@linli/shared/api/client'
import { today, type Form, type Option, type Values } from '@linli/shared/work/form'

export interface Choices { community: string; orgs: Option[]; people: Option[]; branches: Option[]; communities: Option[]; grids: Option[] }

const kinds: Option[] = [
  ['stationed', '下沉单位', '单位到社区'], ['leader', '县级干部联系点', '人到社区'], ['street_cadre', '街道干部包社区', '人到社区'],
  ['office_cadre', '机关干部包网格', '人到网格'], ['community_cadre', '社区干部进网格', '人到网格'], ['branch', '包联党支部', '支部到社区'],
].map(([value, name, sub]) => ({ value, name, sub }))
const ofGrid = (v: Values) => v.kind === 'office_cadre' || v.kind === 'community_cadre'
const ofOrg = (v: Values) => v.kind === 'stationed', ofBranch = (v: Values) => v.kind === 'branch'
const ofPerson = (v: Values) => !!v.kind && !ofOrg(v) && !ofBranch(v)

/** Ties an org, a person or a Party branch to a community or a grid. */
export const linkageForm = (c: Choices): Form => ({
  title: '登记包联', about: c.community, go: '登记', said: '已登记',
  fields: [
    { kind: 'choice', name: 'kind', label: '种类', must: true, value: 'stationed', options: kinds },
    { kind: 'choice', name: 'org', label: '哪个单位', must: true, options: c.orgs, when: ofOrg },
    { kind: 'choice', name: 'person', label: '哪个人', must: true, options: c.people, when: ofPerson, note: '不在花名册里的，先在“人员与任职”里登记。' },
    { kind: 'choice', name: 'branch', label: '哪个支部', must: true, options: c.branches, when: ofBranch },
    { kind: 'choice', name: 'grid', label: '哪个网格', must: true, options: c.grids, when: ofGrid },
    { kind: 'choice', name: 'area', label: '哪个社区', must: true, value: c.community, options: c.communities, when: (v) => !ofGrid(v) },
    { kind: 'words', name: 'head', label: '主要负责人', most: 20, when: ofOrg }, { kind: 'words', name: 'deputy', label: '分管领导', most: 20, when: ofOrg },
    { kind: 'words', name: 'contact', label: '联系人', most: 20 }, { kind: 'words', name: 'team', label: '队伍', most: 60, when: ofOrg },
    { kind: 'day', name: 'from', label: '从哪天起', must: true, value: today() }, { kind: 'day', name: 'to', label: '到哪天止', note: '不选就是长期。' },
  ],
  send: (v, key) => api.post('/staff/linkages', {}, {
    kind: v.kind, org_id: ofOrg(v) ? v.org : '', person_id: ofPerson(v) ? v.person : '', branch_id: ofBranch(v) ? v.branch : '',
    area_id: ofGrid(v) ? v.grid : v.area, from: v.from, to: v.to ?? '', head: v.head ?? '', deputy: v.deputy ?? '', contact: v.contact ?? '', team: v.team ?? '',
  }, key),
})
