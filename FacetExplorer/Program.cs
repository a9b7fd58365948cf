using System.Globalization;
using FacetExplorer.Commands;

// Pages follow their visitors; all else is the same on every machine.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await CommandLine.RunAsync(args);

/// <summary>The entry point, public so that tests can start the server.</summary>
public partial class Program;
