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
        element: <Guard page="worklist" />,
        children: [
          { path: '/worklist', lazy: async () => ({ Component: (await import('./pages/worklist')).WorklistPage }) },
          { path: '/audit-sample', lazy: async () => ({ Component: (await import('./pages/audit_sample')).AuditSamplePage }) },
          { path: '/risk-overview', lazy: async () => ({ Component: (await import('./pages/risk_overview')).RiskOverviewPage }) },
          { path: '/declarations/:id/profiles', lazy: async () => ({ Component: (await import('./pages/profiles')).ProfilesPage }) },
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
