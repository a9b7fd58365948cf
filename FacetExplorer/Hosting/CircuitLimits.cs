using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;

namespace FacetExplorer.Hosting;

/// <summary>
/// Configuration section <c>Circuits</c>: what open pages may take of the server. A reader loses nothing by any of these limits but a page that answers
/// without being loaded anew: what it shows is in its address, and every link is a whole one.
/// </summary>
public sealed class CircuitLimits
{
    /// <summary>The section's name.</summary>
    public const string Section = "Circuits";

    /// <summary>Pages whose connection broke, kept for when it comes back; beyond it the oldest go.</summary>
    [Range(0, 10_000, ErrorMessage = $"{Section}:{nameof(Retained)} is out of range: 0 to 10,000 is expected.")]
    public int Retained { get; set; } = 100;

    /// <summary>So long they are kept, in minutes.</summary>
    [Range(1, 1440, ErrorMessage = $"{Section}:{nameof(RetainedMinutes)} is out of range: 1 to 1,440 is expected.")]
    public int RetainedMinutes { get; set; } = 3;

    /// <summary>The longest message of a page, in kilobytes.</summary>
    [Range(8, 1024, ErrorMessage = $"{Section}:{nameof(MessageKilobytes)} is out of range: 8 to 1,024 is expected.")]
    public int MessageKilobytes { get; set; } = 32;

    /// <summary>Changes sent to a page that it has not said to have; it gets no more of them until it does.</summary>
    [Range(2, 1000, ErrorMessage = $"{Section}:{nameof(Batches)} is out of range: 2 to 1,000 is expected.")]
    public int Batches { get; set; } = 10;

    /// <summary>So long a script of a page may take to answer, in seconds.</summary>
    [Range(1, 600, ErrorMessage = $"{Section}:{nameof(InteropSeconds)} is out of range: 1 to 600 is expected.")]
    public int InteropSeconds { get; set; } = 60;

    /// <summary>Connections of one address at a time, 0 for no limit.</summary>
    [Range(0, 100_000, ErrorMessage = $"{Section}:{nameof(PerAddress)} is out of range: 0 (no limit) to 100,000 is expected.")]
    public int PerAddress { get; set; } = 200;

    internal void Configure(CircuitOptions circuits)
    {
        circuits.DisconnectedCircuitMaxRetained = Retained;
        circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(RetainedMinutes);
        circuits.MaxBufferedUnacknowledgedRenderBatches = Batches;
        circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(InteropSeconds);
        circuits.DetailedErrors = false; // whatever the environment is called
    }

    internal void Configure(HubOptions hub)
    {
        hub.MaximumReceiveMessageSize = MessageKilobytes * 1024L;
        hub.AddFilter<ConnectionsPerAddress>();
    }
}
