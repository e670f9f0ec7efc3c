import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { ProblemError } from './api/problem';
import { SessionProvider } from './api/session';
import { Loading } from './components/message';
import { SignInPage } from './pages/sign_in';
import { ErrorPage } from './shell/error_page';
import { Guard, Home, Layout, NotFound } from './shell/layout';

/** What a person can change by trying again is tried once more; a refusal stays one. */
function worth_retrying(failures: number, error: unknown): boolean {
  const status = error instanceof ProblemError ? error.problem.status : -1;
  return failures < 1 && (status === 0 || status === 503);
}

const queries = new QueryClient({
  defaultOptions: { queries: { retry: worth_retrying, staleTime: 15_000, refetchOnWindowFocus: true } },
});

const router = createBrowserRouter([
  {
    element: <Layout />,
    errorElement: <ErrorPage />,
    HydrateFallback: Loading,
    children: [
      { path: '/sign-in', element: <SignInPage /> },
      { path: '/random-selection', lazy: async () => ({ Component: (await import('./pages/random_selection')).RandomSelectionPage }) },
      { path: '/public-rulings', lazy: async () => ({ Component: (await import('./pages/rulings/register')).PublicRulingsPage }) },
      { path: '/public-rulings/:number', lazy: async () => ({ Component: (await import('./pages/rulings/register')).PublicRulingPage }) },
      {
        element: <Guard page="rulings" />,
        children: [
          { path: '/rulings', lazy: async () => ({ Component: (await import('./pages/rulings/list')).RulingsPage }) },
          { path: '/rulings/new', lazy: async () => ({ Component: (await import('./pages/rulings/apply')).NewRulingPage }) },
          { path: '/rulings/:id', lazy: async () => ({ Component: (await import('./pages/rulings/one')).RulingPage }) },
          { path: '/rulings/:id/decide', lazy: async () => ({ Component: (await import('./pages/rulings/decide')).DecidePage }) },
          { path: '/rulings/:id/apply/:step?', lazy: async () => ({ Component: (await import('./pages/rulings/apply')).ApplyPage }) },
        ],
      },
      {
        element: <Guard />,
        children: [
          { path: '/', element: <Home /> },
          { path: '/law', lazy: async () => ({ Component: (await import('./pages/law')).LawListPage }) },
          { path: '/law/:id', lazy: async () => ({ Component: (await import('./pages/law')).LawPage }) },
        ],
      },
      {
        element: <Guard page="office_day" />,
        children: [{ path: '/office/day', lazy: async () => ({ Component: (await import('./pages/office_day')).OfficeDayPage }) }],
      },
      {
        element: <Guard page="declarations" />,
        children: [
          { path: '/declarations', lazy: async () => ({ Component: (await import('./pages/declarations')).DeclarationsPage }) },
          { path: '/declarations/:id/sent', lazy: async () => ({ Component: (await import('./pages/filing/sent')).SentPage }) },
          { path: '/declarations/:id', lazy: async () => ({ Component: (await import('./pages/declaration')).DeclarationPage }) },
        ],
      },
      {
        element: <Guard page="filing" />,
        children: [
          { path: '/home', lazy: async () => ({ Component: (await import('./pages/home')).HomePage }) },
          { path: '/filing', lazy: async () => ({ Component: (await import('./pages/filing/filing')).NewFilingPage }) },
          { path: '/filing/:draft_id/:step?', lazy: async () => ({ Component: (await import('./pages/filing/filing')).FilingPage }) },
          { path: '/batch', lazy: async () => ({ Component: (await import('./pages/batch')).BatchPage }) },
        ],
      },
      {
        element: <Guard page="mandates" />,
        children: [{ path: '/mandates', lazy: async () => ({ Component: (await import('./pages/mandates')).MandatesPage }) }],
      },
      {
        element: <Guard page="notices" />,
        children: [
          { path: '/notices', lazy: async () => ({ Component: (await import('./pages/notices/list')).NoticesPage }) },
          { path: '/notices/:id', lazy: async () => ({ Component: (await import('./pages/notices/notice')).NoticePage }) },
        ],
      },
      {
        element: <Guard page="notice_answers" />,
        children: [
          { path: '/notice-answers', lazy: async () => ({ Component: (await import('./pages/notices/bulk')).BulkAnswersPage }) },
          { path: '/import-declarations/:id/correct', lazy: async () => ({ Component: (await import('./pages/imports/correct')).CorrectImportPage }) },
          { path: '/notices/:id/check', lazy: async () => ({ Component: (await import('./pages/notices/check')).CheckCorrectionPage }) },
          { path: '/notices/:id/explain', lazy: async () => ({ Component: (await import('./pages/notices/answer')).ExplainPage }) },
          { path: '/notices/:id/ask', lazy: async () => ({ Component: (await import('./pages/notices/answer')).AskPage }) },
          { path: '/notices/:id/more-time', lazy: async () => ({ Component: (await import('./pages/notices/answer')).MoreTimePage }) },
        ],
      },
      {
        element: <Guard page="notice_effect" />,
        children: [
          { path: '/notice-effect', lazy: async () => ({ Component: (await import('./pages/notices/effect')).NoticeEffectPage }) },
          { path: '/detectors', lazy: async () => ({ Component: (await import('./pages/notices/detectors')).DetectorsPage }) },
          { path: '/detectors/:id', lazy: async () => ({ Component: (await import('./pages/notices/detector')).DetectorPage }) },
        ],
      },
      {
        element: <Guard page="imports" />,
        children: [
          { path: '/import-declarations', lazy: async () => ({ Component: (await import('./pages/imports/list')).ImportsPage }) },
          { path: '/import-declarations/:id', lazy: async () => ({ Component: (await import('./pages/imports/declaration')).ImportPage }) },
        ],
      },
      {
        element: <Guard page="payments" />,
        children: [
          { path: '/payments', lazy: async () => ({ Component: (await import('./pages/payments/payments')).PaymentsPage }) },
          { path: '/payments/:id', lazy: async () => ({ Component: (await import('./pages/payments/order')).PaymentOrderPage }) },
          { path: '/statement', lazy: async () => ({ Component: (await import('./pages/payments/statement')).StatementPage }) },
        ],
      },
      {
        element: <Guard page="bank_files" />,
        children: [
          { path: '/bank-files', lazy: async () => ({ Component: (await import('./pages/payments/bank_files')).BankFilesPage }) },
          { path: '/bank-files/:file_id', lazy: async () => ({ Component: (await import('./pages/payments/bank_files')).BankFilePage }) },
        ],
      },
      {
        element: <Guard page="programmes" />,
        children: [
          { path: '/programmes', lazy: async () => ({ Component: (await import('./pages/programmes/list')).ProgrammesPage }) },
          { path: '/programmes/:id', lazy: async () => ({ Component: (await import('./pages/programmes/programme')).ProgrammePage }) },
          { path: '/refunds', lazy: async () => ({ Component: (await import('./pages/payments/refunds')).RefundsPage }) },
          { path: '/refunds/claims/:id', lazy: async () => ({ Component: (await import('./pages/payments/claims')).ClaimPage }) },
          { path: '/refunds/:id', lazy: async () => ({ Component: (await import('./pages/payments/refunds')).RefundPage }) },
        ],
      },
      {
        element: <Guard page="self_check" />,
        children: [
          { path: '/programmes/apply', lazy: async () => ({ Component: (await import('./pages/programmes/apply')).ApplyPage }) },
          { path: '/programmes/:id/check/:field', lazy: async () => ({ Component: (await import('./pages/programmes/self_check')).SelfCheckPage }) },
          { path: '/programmes/:id/correct/:field/:question', lazy: async () => ({ Component: (await import('./pages/programmes/correct')).CorrectPage }) },
          { path: '/programmes/:id/finish', lazy: async () => ({ Component: (await import('./pages/programmes/programme')).FinishPage }) },
          { path: '/mandates/:id/uses', lazy: async () => ({ Component: (await import('./pages/mandate_uses')).MandateUsesPage }) },
        ],
      },
      {
        element: <Guard page="worklist" />,
        children: [
          { path: '/worklist', lazy: async () => ({ Component: (await import('./pages/worklist')).WorklistPage }) },
          { path: '/audit-sample', lazy: async () => ({ Component: (await import('./pages/audit_sample')).AuditSamplePage }) },
          { path: '/risk-overview', lazy: async () => ({ Component: (await import('./pages/risk_overview')).RiskOverviewPage }) },
          { path: '/declarations/:id/profiles', lazy: async () => ({ Component: (await import('./pages/profiles')).ProfilesPage }) },
        ],
      },
      {
        element: <Guard page="plans" />,
        children: [
          { path: '/arrears/plans', lazy: async () => ({ Component: (await import('./pages/arrears/plans')).PlansPage }) },
          { path: '/arrears/plans/:id', lazy: async () => ({ Component: (await import('./pages/arrears/plan')).PlanPage }) },
          { path: '/arrears/debts/:id/plans', lazy: async () => ({ Component: (await import('./pages/arrears/debt_plans')).DebtPlansPage }) },
        ],
      },
      {
        element: <Guard page="debts" />,
        children: [
          { path: '/arrears/debts', lazy: async () => ({ Component: (await import('./pages/arrears/debts')).DebtsPage }) },
          { path: '/arrears/debts/:id', lazy: async () => ({ Component: (await import('./pages/arrears/debt')).DebtPage }) },
        ],
      },
      {
        element: <Guard page="arrears_cases" />,
        children: [
          { path: '/arrears/cases', lazy: async () => ({ Component: (await import('./pages/arrears/cases')).ArrearsCasesPage }) },
          { path: '/arrears/cases/:id', lazy: async () => ({ Component: (await import('./pages/arrears/case')).ArrearsCasePage }) },
        ],
      },
      {
        element: <Guard page="arrears_figures" />,
        children: [{ path: '/arrears/figures', lazy: async () => ({ Component: (await import('./pages/arrears/figures')).ArrearsFiguresPage }) }],
      },
      {
        element: <Guard page="campaigns" />,
        children: [
          { path: '/arrears/campaigns', lazy: async () => ({ Component: (await import('./pages/arrears/campaigns')).CampaignsPage }) },
          { path: '/arrears/campaigns/new', lazy: async () => ({ Component: (await import('./pages/arrears/campaign_form')).CampaignFormPage }) },
          { path: '/arrears/campaigns/:id', lazy: async () => ({ Component: (await import('./pages/arrears/campaign')).CampaignPage }) },
          { path: '/arrears/campaigns/:id/change', lazy: async () => ({ Component: (await import('./pages/arrears/campaign_form')).CampaignFormPage }) },
        ],
      },
      {
        element: <Guard page="seizures" />,
        children: [
          { path: '/seizures', lazy: async () => ({ Component: (await import('./pages/seizures/worklist')).SeizureWorklistPage }) },
          { path: '/seizures/:id', lazy: async () => ({ Component: (await import('./pages/seizures/case')).SeizurePage }) },
          { path: '/seizures/:id/visit', lazy: async () => ({ Component: (await import('./pages/seizures/visit')).VisitPage }) },
        ],
      },
      {
        element: <Guard page="statistics" />,
        children: [{ path: '/statistics', lazy: async () => ({ Component: (await import('./pages/statistics')).StatisticsPage }) }],
      },
      {
        element: <Guard page="risk" />,
        children: [
          { path: '/risk/versions', lazy: async () => ({ Component: (await import('./pages/risk/versions')).VersionsPage }) },
          { path: '/risk/versions/:id', lazy: async () => ({ Component: (await import('./pages/risk/version')).VersionPage }) },
          { path: '/risk/versions/:id/rules/:rule', lazy: async () => ({ Component: (await import('./pages/risk/rule')).RulePage }) },
          { path: '/risk/rehearsals/:id', lazy: async () => ({ Component: (await import('./pages/risk/rehearsal')).RehearsalPage }) },
        ],
      },
      {
        element: <Guard page="accounts" />,
        children: [{ path: '/accounts', lazy: async () => ({ Component: (await import('./pages/accounts')).AccountsPage }) }],
      },
      {
        element: <Guard page="tokens" />,
        children: [{ path: '/tokens', lazy: async () => ({ Component: (await import('./pages/tokens')).TokensPage }) }],
      },
      {
        element: <Guard page="audit" />,
        children: [{ path: '/audit', lazy: async () => ({ Component: (await import('./pages/audit')).AuditPage }) }],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
]);

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <SessionProvider>
        <RouterProvider router={router} />
      </SessionProvider>
    </QueryClientProvider>
  );
}
