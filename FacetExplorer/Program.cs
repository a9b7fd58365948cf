using FacetExplorer;

var app = WebApp.CreateBuilder(args).AddFacetExplorer().Build().MapFacetExplorer();
await app.RunAsync();
