using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace FacetExplorer.Components.Views;

/// <summary>A text in a chart; Razor has a meaning of its own for this element.</summary>
public sealed class ChartLabel : ComponentBase
{
    /// <summary>Where it stands.</summary>
    [Parameter, EditorRequired]
    public double X { get; set; }

    /// <summary>Where its letters stand on.</summary>
    [Parameter, EditorRequired]
    public double Y { get; set; }

    /// <summary><c>middle</c> or <c>end</c>: which part of it is at <see cref="X"/>.</summary>
    [Parameter]
    public string Anchor { get; set; } = "middle";

    /// <summary>Its class.</summary>
    [Parameter]
    public string Class { get; set; } = "tick";

    /// <summary>What it says.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", Class);
        builder.AddAttribute(2, "x", Number(X));
        builder.AddAttribute(3, "y", Number(Y));
        builder.AddAttribute(4, "text-anchor", Anchor);
        builder.AddContent(5, Text);
        builder.CloseElement();
    }

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
