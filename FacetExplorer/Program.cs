using FacetExplorer.Commands;

return await CommandLine.RunAsync(args);

/// <summary>The entry point, public so that tests can start the server.</summary>
public partial class Program;
